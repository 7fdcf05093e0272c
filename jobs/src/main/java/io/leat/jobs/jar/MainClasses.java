package io.leat.jobs.jar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which classes of JARs can be run; asked when the one that was named cannot. */
final class MainClasses extends ClassVisitor {
    private static final Logger LOG = LoggerFactory.getLogger(MainClasses.class);
    private static final String DESCRIPTOR = "([Ljava/lang/String;)V";
    private static final int PUBLIC_STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

    private boolean found;

    private MainClasses() {
        super(Opcodes.ASM9);
    }

    /** Their names in order; what cannot be read is left out. */
    static List<String> in(List<ProgramJar> jars) {
        TreeSet<String> names = new TreeSet<>();
        for (ProgramJar jar : jars) {
            try (JarFile file = new JarFile(jar.file().toFile())) {
                for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                    JarEntry entry = all.nextElement();
                    if (isClass(entry.getName()) && hasMain(file, entry)) {
                        names.add(entry.getName()
                                .replace('/', '.')
                                .substring(0, entry.getName().length() - 6));
                    }
                }
            } catch (IOException e) {
                LOG.debug("{} gives no hint", jar.file(), e);
            }
        }

        return List.copyOf(names);
    }

    private static boolean isClass(String entry) {
        return entry.endsWith(".class") && !entry.startsWith("META-INF/");
    }

    private static boolean hasMain(JarFile file, JarEntry entry) throws IOException {
        MainClasses visitor = new MainClasses();
        try (InputStream in = file.getInputStream(entry)) {
            new ClassReader(in).accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        } catch (IllegalArgumentException e) { // of a newer Java
            return false;
        }

        return visitor.found;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        found |= name.equals("main") && descriptor.equals(DESCRIPTOR) && (access & PUBLIC_STATIC) == PUBLIC_STATIC;
        return null;
    }
}
