package io.leat.core.value;

import java.util.Optional;

/** The secrets of a workspace, as one who may use them sees them. */
@FunctionalInterface
public interface Secrets {
    /** No secrets at all. */
    Secrets NONE = (scope, key) -> Optional.empty();

    Optional<String> find(String scope, String key);
}
