/**
 * Checks of a workspace: what is wrong, what to do, and doing it where that is safe.
 *
 * <p>Start at {@link io.leat.server.doctor.Doctor}. Nothing here changes anything before a
 * {@link io.leat.server.doctor.Repair} is carried out, and nothing needs a control plane but the checks of tables.
 */
@NullMarked
package io.leat.server.doctor;

import org.jspecify.annotations.NullMarked;
