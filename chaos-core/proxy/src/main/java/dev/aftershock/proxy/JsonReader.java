package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the first JSON value of a text the way Go's streaming decoder does, down to its error messages.
 *
 * <p>A general JSON library would lose what Toxiproxy's answers show: the digits of a number, repeated keys, what
 * follows the first value, and the wording of errors.
 */
final class JsonReader {
    /** Deep enough for every body of the API; Go allows 10,000, which would only cost stack here. */
    static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Reads the first value of {@code text} and ignores whatever follows it. */
    static Json firstValue(String text) throws ApiError {
        JsonReader reader = new JsonReader(text);
        reader.skipSpace();
        if (reader.at == text.length()) {
            throw ApiError.badBody("EOF");
        }
        return reader.value();
    }

    private Json value() throws ApiError {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Str(string());
            case 't' -> literal("true", new Json.Bool(true));
            case 'f' -> literal("false", new Json.Bool(false));
            case 'n' -> literal("null", new Json.Null());
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw invalid("looking for beginning of value");
        };
    }

    private Json object() throws ApiError {
        enter();
        List<Json.Member> members = new ArrayList<>();
        if (peekAfterSpace() != '}') {
            members.add(member());
            while (peekAfterSpace() == ',') {
                at++;
                skipSpace();
                members.add(member());
            }
        }
        expect('}', "after object key:value pair");
        depth--;
        return new Json.Obj(List.copyOf(members));
    }

    private Json.Member member() throws ApiError {
        if (peek() != '"') {
            throw invalid("looking for beginning of object key string");
        }
        String key = string();
        skipSpace();
        expect(':', "after object key");
        skipSpace();
        return new Json.Member(key, value());
    }

    private Json array() throws ApiError {
        enter();
        List<Json> items = new ArrayList<>();
        if (peekAfterSpace() != ']') {
            items.add(value());
            while (peekAfterSpace() == ',') {
                at++;
                skipSpace();
                items.add(value());
            }
        }
        expect(']', "after array element");
        depth--;
        return new Json.Arr(List.copyOf(items));
    }

    private String string() throws ApiError {
        at++;
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at);
            if (c < 0x20) {
                throw invalid("in string literal");
            }
            at++;
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() throws ApiError {
        char c = peek();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            at++;
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c != 'u') {
            throw invalid("in string escape code");
        }
        at++;
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw invalid("in \\u hexadecimal character escape");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Json number() throws ApiError {
        int start = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits("in numeric literal");
        }
        if (next('.')) {
            digits("after decimal point in numeric literal");
        }
        if (next('e') || next('E')) {
            if (!next('+')) {
                next('-');
            }
            digits("in exponent of numeric literal");
        }
        return new Json.Num(text.substring(start, at));
    }

    private void digits(String where) throws ApiError {
        char first = peek();
        if (first < '0' || first > '9') {
            throw invalid(where);
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private Json literal(String word, Json value) throws ApiError {
        for (int i = 0; i < word.length(); i++) {
            String where = "in literal " + word + " (expecting '" + word.charAt(i) + "')";
            expect(word.charAt(i), where);
        }
        return value;
    }

    private void enter() throws ApiError {
        at++;
        if (++depth > MAX_DEPTH) {
            throw ApiError.badBody("exceeded max depth");
        }
    }

    private boolean next(char wanted) {
        boolean here = at < text.length() && text.charAt(at) == wanted;
        at += here ? 1 : 0;
        return here;
    }

    private void expect(char wanted, String where) throws ApiError {
        if (peek() != wanted) {
            throw invalid(where);
        }
        at++;
    }

    private char peekAfterSpace() throws ApiError {
        skipSpace();
        return peek();
    }

    private char peek() throws ApiError {
        if (at >= text.length()) {
            throw ApiError.badBody("unexpected EOF");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private ApiError invalid(String where) {
        char c = text.charAt(at);
        String shown =
                switch (c) {
                    case '\'' -> "\\'";
                    case '\\' -> "\\\\";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> c < 0x20 ? String.format("\\x%02x", (int) c) : String.valueOf(c);
                };
        return ApiError.badBody("invalid character '" + shown + "' " + where);
    }
}
