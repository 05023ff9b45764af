package org.braidwire.cli.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes records of what {@link JsonReader} read: lists and maps by their type arguments, constants, longs and ints. */
final class JsonBinding {
  private JsonBinding() {}

  static Object bind(final Object value, final Type type) {
    if (value == null) {
      return null;
    }
    if (type instanceof final ParameterizedType generic) {
      return generic.getRawType() == List.class ? list(value, generic) : map(value, generic);
    }
    if (type instanceof final Class<?> plain && plain.isRecord()) {
      return fields(value, plain);
    }
    if (type instanceof final Class<?> plain && plain.isEnum()) {
      return constant((String) value, plain);
    }
    if (type == int.class) {
      return Math.toIntExact((Long) value);
    }
    return type == Path.class ? Path.of((String) value) : value;
  }

  private static Object constant(final String name, final Class<?> type) {
    for (final Object constant : type.getEnumConstants()) {
      if (constant.toString().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("there is no " + type.getSimpleName() + " " + name);
  }

  private static List<Object> list(final Object value, final ParameterizedType type) {
    final List<Object> bound = new ArrayList<>();
    for (final Object item : (List<?>) value) {
      bound.add(bind(item, type.getActualTypeArguments()[0]));
    }
    return bound;
  }

  private static Map<Object, Object> map(final Object value, final ParameterizedType type) {
    final Map<Object, Object> bound = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, item) -> bound.put(key, bind(item, type.getActualTypeArguments()[1])));
    return bound;
  }

  private static Object fields(final Object value, final Class<?> type) {
    final RecordComponent[] components = type.getRecordComponents();
    final Class<?>[] types = new Class<?>[components.length];
    final Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      arguments[i] = bind(((Map<?, ?>) value).get(components[i].getName()), components[i].getGenericType());
    }
    try {
      final Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(arguments);
    } catch (final ReflectiveOperationException failure) {
      throw new IllegalArgumentException("cannot make a " + type.getSimpleName() + " of " + value, failure);
    }
  }
}
