/**
 * Where things are and how they are set: the workspace, its running control plane, the installation, the settings.
 *
 * <p>Start at {@link io.leat.server.config.Workspace}. Both the client and the control plane read these; nothing here
 * starts anything.
 */
@NullMarked
package io.leat.server.config;

import org.jspecify.annotations.NullMarked;
