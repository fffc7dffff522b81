package dev.aftershock.measurement;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** A list that never changes and makes its elements when they are asked for. */
final class FixedList<E> extends AbstractList<E> implements RandomAccess {

    private final int size;
    private final IntFunction<E> elements;

    FixedList(int size, IntFunction<E> elements) {
        this.size = size;
        this.elements = elements;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public E get(int at) {
        return elements.apply(Objects.checkIndex(at, size));
    }

    /** The list itself when it never changes, else a copy. */
    static <E> List<E> copyOf(List<E> list) {
        return list instanceof FixedList ? list : List.copyOf(list);
    }
}
