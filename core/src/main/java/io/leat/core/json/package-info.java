/**
 * The one JSON mapper of Leat, {@link io.leat.core.json.Json}: snake_case names, absent for null.
 */
@NullMarked
package io.leat.core.json;

import org.jspecify.annotations.NullMarked;
