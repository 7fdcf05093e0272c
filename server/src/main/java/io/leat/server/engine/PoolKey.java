package io.leat.server.engine;

import io.leat.core.cluster.Protocol;
import java.util.Map;
import java.util.TreeMap;

/** Task runs with the same key may be given to the same driver. */
record PoolKey(String master, Map<String, String> sparkConf) {
    PoolKey {
        sparkConf = new TreeMap<>(sparkConf);
    }

    /** Whether its drivers serve one program at a time; a setting says so, by which drivers know it too. */
    boolean isAlone() {
        return Boolean.parseBoolean(sparkConf.get(Protocol.ALONE_SETTING));
    }

    /** The same but for that. */
    PoolKey alone() {
        Map<String, String> conf = new TreeMap<>(sparkConf);
        conf.put(Protocol.ALONE_SETTING, "true");
        return new PoolKey(master, conf);
    }
}
