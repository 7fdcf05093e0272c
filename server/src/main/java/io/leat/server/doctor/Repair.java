package io.leat.server.doctor;

import java.io.IOException;

/** What mends a finding; safe to carry out when the finding is seconds old. */
@FunctionalInterface
public interface Repair {
    /**
     * @return what was done, in a few words
     * @throws io.leat.core.error.LeatException when it could not be done, saying why and what to do
     */
    String carryOut() throws IOException;
}
