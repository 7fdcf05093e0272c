package io.leat.jobs.jar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.ClassWriter;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.jspecify.annotations.Nullable;

/** Turns calls that end the JVM into calls of {@link ProgramExit}, in the bytes of one class. */
final class ExitRewriting extends ClassVisitor {
    private static final String OURS = ProgramExit.class.getName().replace('.', '/');
    private static final byte[] EXIT = "exit".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HALT = "halt".getBytes(StandardCharsets.US_ASCII);
    private static final String SYS = "scala/sys/package$";
    private static final String NOTHING = ")Lscala/runtime/Nothing$;";

    /** Owner, name and descriptor of a call, and the descriptor of ours, which takes the object it is called on first. */
    private static final Map<String, String> CALLS = Map.of(
            "java/lang/System.exit(I)V",
            "(I)V",
            "java/lang/Runtime.exit(I)V",
            "(Ljava/lang/Runtime;I)V",
            "java/lang/Runtime.halt(I)V",
            "(Ljava/lang/Runtime;I)V",
            SYS + ".exit(I" + NOTHING,
            "(L" + SYS + ";I" + NOTHING,
            SYS + ".exit(" + NOTHING,
            "(L" + SYS + ";" + NOTHING);

    private ExitRewriting(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static byte[] rewrite(byte[] code) {
        if (!mentions(code, EXIT) && !mentions(code, HALT)) {
            return code;
        }

        ClassReader reader;
        try {
            reader = new ClassReader(code);
        } catch (IllegalArgumentException e) { // of a newer Java: the JVM says so better when it defines the class
            return code;
        }

        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ExitRewriting(writer), 0);
        return writer.toByteArray();
    }

    private static boolean mentions(byte[] code, byte[] word) {
        for (int i = 0; i <= code.length - word.length; i++) {
            if (code[i] == word[0] && Arrays.equals(code, i, i + word.length, word, 0, word.length)) {
                return true;
            }
        }

        return false;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    private static final class Calls extends MethodVisitor {
        private Calls(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            String ours = CALLS.get(owner + "." + name + descriptor);
            if (ours == null) {
                super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
            } else {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, OURS, "exit", ours, false);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] rewritten = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                rewritten[i] = arguments[i] instanceof Handle handle ? rewrite(handle) : arguments[i];
            }

            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, rewritten);
        }

        private static Handle rewrite(Handle handle) {
            String ours = CALLS.get(handle.getOwner() + "." + handle.getName() + handle.getDesc());
            return ours == null ? handle : new Handle(Opcodes.H_INVOKESTATIC, OURS, "exit", ours, false);
        }
    }
}
