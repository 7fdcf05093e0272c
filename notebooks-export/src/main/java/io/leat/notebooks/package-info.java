/**
 * Jobs as notebooks that run without Leat: plain PySpark and Delta, one section a task.
 *
 * <p>Start at {@link io.leat.notebooks.NotebookExport}. Text in, text out: nothing here reads or writes files, and no
 * secret's value is ever written.
 */
@NullMarked
package io.leat.notebooks;

import org.jspecify.annotations.NullMarked;
