package io.leat.server.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a check found.
 *
 * @param check its stable name, {@code group.thing}
 * @param finding what is so, on what
 * @param remedy what to do; empty when nothing
 * @param repair null when only a person can mend it
 * @param repaired what was done about it; null when nothing was
 */
public record Finding(
        String check,
        Level level,
        String finding,
        String remedy,
        @Nullable Repair repair,
        @Nullable String repaired) {
    static Finding ok(String check, String finding) {
        return new Finding(check, Level.OK, finding, "", null, null);
    }

    static Finding note(String check, String finding, String remedy) {
        return new Finding(check, Level.NOTE, finding, remedy, null, null);
    }

    static Finding warning(String check, String finding, String remedy) {
        return new Finding(check, Level.WARNING, finding, remedy, null, null);
    }

    static Finding error(String check, String finding, String remedy) {
        return new Finding(check, Level.ERROR, finding, remedy, null, null);
    }

    Finding mendedBy(Repair mending) {
        return new Finding(check, level, finding, remedy, mending, null);
    }

    Finding repaired(String done) {
        return new Finding(check, level, finding, remedy, repair, done);
    }

    Finding notRepaired(String why) {
        return new Finding(check, level, finding, "The repair failed: " + why, repair, null);
    }

    /** The part of the name before the dot, by which findings are shown together. */
    public String group() {
        return check.substring(0, check.indexOf('.'));
    }

    /** Whether it is still so after all repairs. */
    public boolean stands() {
        return repaired == null;
    }
}
