/**
 * Who may do what, and what is secret: tokens, secrets, redaction.
 *
 * <p>Start at {@link io.leat.server.auth.DriverTokens} and {@link io.leat.server.auth.Secrets}. Nothing secret is kept
 * in clear on disk; there is no SQL here, {@link io.leat.server.auth.SecretStore} is the port for it.
 */
@NullMarked
package io.leat.server.auth;

import org.jspecify.annotations.NullMarked;
