from leat import failure


def test_leaves_out_what_spark_adds():
    text = (
        "[TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found. SQLSTATE: 42P01; line 1 pos 14;\n"
        "'Project [*]\n+- 'UnresolvedRelation [a, b]\n\nJVM stacktrace:\norg.apache…"
    )
    line = failure.one_line(RuntimeError(text))
    assert line == (
        "RuntimeError: [TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found."
        " SQLSTATE: 42P01; line 1 pos 14;"
    )


def test_a_refusal_of_the_driver_speaks_for_itself():
    text = "(io.leat.core.error.LeatException) Tables here are Delta tables."
    assert failure.one_line(RuntimeError(text)) == "Tables here are Delta tables."


def test_cuts_what_is_too_long():
    assert len(failure.one_line(ValueError("x" * 5000))) < 1100


def test_shows_where_an_exception_came_from():
    try:
        try:
            int("x")
        except ValueError as e:
            raise KeyError("k") from e
    except KeyError as e:
        line, trace = failure.describe(e)
    assert line.startswith("KeyError: 'k' (test_failure.py line ")
    assert "The above exception was the direct cause" in trace
