package org.braidwire.architecture.violations;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Each method makes a collection that has no order of its own, but for those that have one. */
public final class DependsOnHashOrder {
  Map<Object, Object> hashMap() {
    return new HashMap<>();
  }

  Supplier<Map<Object, Object>> reference() {
    return HashMap::new;
  }

  Set<Object> hashSet() {
    return new HashSet<>();
  }

  Map<Object, Object> identityMap() {
    return new IdentityHashMap<>();
  }

  Map<Object, Object> concurrentMap() {
    return new ConcurrentHashMap<>();
  }

  Set<Integer> immutableSet() {
    return Set.of(1, 2, 3);
  }

  Map<Integer, Integer> immutableMap() {
    return Map.of(1, 2);
  }

  Set<Integer> collected(final Collection<Integer> numbers) {
    return numbers.stream().collect(Collectors.toSet());
  }

  Map<Object, Object> allowedTree() {
    return new TreeMap<>();
  }

  Map<Object, Object> allowedInsertionOrder() {
    return new LinkedHashMap<>();
  }

  List<Integer> allowedList() {
    return List.of(1, 2, 3);
  }
}
