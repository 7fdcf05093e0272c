package io.leat.server.engine;

import java.util.Map;
import java.util.TreeMap;

/** Task runs with the same key may share a driver. */
record PoolKey(String master, Map<String, String> sparkConf) {
    PoolKey {
        sparkConf = new TreeMap<>(sparkConf);
    }
}
