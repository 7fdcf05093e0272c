/**
 * Reads new files into a table, each file once: {@link io.leat.jobs.ingest.Ingest}.
 *
 * <p>A listing says which files are new, a manifest names them with the hashes of their content, and Spark reads the
 * files of the manifest and no others.
 */
@NullMarked
package io.leat.jobs.ingest;

import org.jspecify.annotations.NullMarked;
