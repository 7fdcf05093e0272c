/** When runs may begin. Pure: counts and time come in. */
@NullMarked
package io.leat.core.schedule;

import org.jspecify.annotations.NullMarked;
