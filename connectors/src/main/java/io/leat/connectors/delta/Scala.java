package io.leat.connectors.delta;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Java's collections as Scala's and back, for Delta's own classes. */
final class Scala {
    private Scala() {}

    static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }

    static <T> List<T> list(scala.collection.Seq<T> seq) {
        return List.copyOf(CollectionConverters.asJava(seq));
    }

    static <K, V> scala.collection.immutable.Map<K, V> map(Map<K, V> map) {
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
    }

    static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
        return CollectionConverters.asJava(map);
    }

    static <T> @Nullable T orNull(Option<T> option) {
        return OptionConverters.toJava(option).orElse(null);
    }
}
