/**
 * The one exception that users see, {@link io.leat.core.error.LeatException}, and its codes.
 */
@NullMarked
package io.leat.core.error;

import org.jspecify.annotations.NullMarked;
