"""A ``spark_python_task``: a file, run as ``python file.py …`` runs it."""

import sys
import os
import types


def main(order):
    path = order["file"]
    sys.argv = [path, *order["parameters"]]
    sys.path.insert(0, os.path.dirname(path))
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    exec(code, module.__dict__)
