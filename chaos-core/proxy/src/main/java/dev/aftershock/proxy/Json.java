package dev.aftershock.proxy;

import java.util.List;

/** A JSON value as it was written: numbers keep their digits and objects their repeated keys, because answers quote both. */
sealed interface Json {

    /** The word Go's decoder uses for this kind of value in an error message. */
    String kind();

    /** {@code null}. */
    record Null() implements Json {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {
        @Override
        public String kind() {
            return "bool";
        }
    }

    /** A number, exactly as written. */
    record Num(String literal) implements Json {
        @Override
        public String kind() {
            return "number";
        }
    }

    /** A string, unescaped. */
    record Str(String value) implements Json {
        @Override
        public String kind() {
            return "string";
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        @Override
        public String kind() {
            return "array";
        }
    }

    /** An object with its members in the order written; a repeated key appears repeatedly. */
    record Obj(List<Member> members) implements Json {
        @Override
        public String kind() {
            return "object";
        }
    }

    /** One member of an object. */
    record Member(String key, Json value) {}
}
