package io.leat.server.engine;

import io.leat.server.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
class PostgresSourcePositionsTest extends SourcePositionsTest {}
