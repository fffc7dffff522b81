package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * Turns YAML or JSON text into values with places. Strict and bounded: at most 256 KiB and 20 levels, one document, no
 * tags, no anchors or aliases, no key twice. Used once.
 */
final class YamlValues {

    static final int MOST_BYTES = 256 * 1024;
    static final int MOST_LEVELS = 20;

    private static final String EXPERIMENT = "an experiment: a mapping that begins with 'aftershock: 1'";
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final String name;
    private final Problems problems;
    private Iterator<Event> events = List.<Event>of().iterator();

    YamlValues(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The document's root mapping; nothing when the text has none. */
    Optional<Value.Keyed> read(String text) {
        Place start = new Place(name, 1, 1);
        int bytes = text.length() > MOST_BYTES ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            problems.add(start, "the file is larger than 256 KiB", "at most 256 KiB (" + MOST_BYTES + " bytes)");
            return Optional.empty();
        }
        try {
            return document(text, start);
        } catch (TooDeepException e) {
            problems.add(e.place, "values nested more than " + MOST_LEVELS + " levels deep", "a flatter file");
        } catch (MarkedYamlEngineException e) {
            problems.add(place(e.getProblemMark(), start), "neither YAML nor JSON: " + told(e), "");
        } catch (ReaderException e) {
            String character = String.format("the character U+%04X", e.getCodePoint());
            problems.add(placeOf(text, e.getPosition()), character + " is not allowed", "printable text");
        } catch (YamlVersionException e) {
            problems.add(start, "a directive asks for another version of YAML", "YAML 1.2, or no directive");
        } catch (YamlEngineException e) {
            problems.add(start, "neither YAML nor JSON: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    /** What the parser found, and inside of what it was. */
    private String told(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        boolean elsewhere = e.getContext() != null && !place(e.getContextMark()).equals(place(e.getProblemMark()));
        return elsewhere ? problem + ", " + e.getContext() + " that begins at " + place(e.getContextMark()) : problem;
    }

    private Place placeOf(String text, int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        String[] lines = text.substring(0, end).split("\\R", -1);
        String last = lines[lines.length - 1];
        return new Place(name, lines.length, last.codePointCount(0, last.length()) + 1);
    }

    private Optional<Value.Keyed> document(String text, Place start) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MOST_BYTES)
                .build();
        events = new Parse(settings).parseString(text).iterator();
        skip(Event.ID.StreamStart);
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            problems.add(start, "the file is empty", EXPERIMENT);
            return Optional.empty();
        }
        Value root = value(events.next(), 1);
        skip(Event.ID.DocumentEnd);
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            problems.add(place(after), "a second document begins", "one experiment per file");
        }
        if (root instanceof Value.Keyed keyed) {
            return Optional.of(keyed);
        }
        String found = root instanceof Value.Nothing ? "the file is empty" : "the file holds " + root.described();
        problems.add(root.place(), found, EXPERIMENT);
        return Optional.empty();
    }

    private void skip(Event.ID expected) {
        Event event = events.next();
        if (event.getEventId() != expected) {
            throw new YamlEngineException("expected " + expected + ", not " + event.getEventId());
        }
    }

    private Value value(Event event, int level) {
        Place place = place(event);
        if (level > MOST_LEVELS) {
            throw new TooDeepException(place);
        }
        refuseIndirection(event, place);
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, place);
            case SequenceStart -> items(place, level);
            case MappingStart -> keyed(place, level);
            default -> new Value.Nothing(place);
        };
    }

    private void refuseIndirection(Event event, Place place) {
        if (event instanceof AliasEvent) {
            problems.add(place, "an alias, which is not followed", "the value itself");
            return;
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            String anchor = node.getAnchor().get().getValue();
            problems.add(place, "the anchor '&" + anchor + "'", "the value alone, without an anchor");
        }
        Optional<String> tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
        tag.ifPresent(given -> problems.add(place, "the tag '" + given + "'", "the value alone, without a tag"));
    }

    private static Value scalar(ScalarEvent event, Place place) {
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        boolean nothing = plain && NULLS.contains(event.getValue());
        return nothing ? new Value.Nothing(place) : new Value.Scalar(event.getValue(), place);
    }

    private Value items(Place place, int level) {
        List<Value> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event, level + 1));
        }
        return new Value.Items(items, place);
    }

    private Value keyed(Place place, int level) {
        Map<String, Value> entries = new LinkedHashMap<>();
        Map<String, Place> places = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Value key = value(event, level + 1);
            Value value = value(events.next(), level + 1);
            if (fit(key, places)) {
                entries.put(((Value.Scalar) key).text(), value);
                places.put(((Value.Scalar) key).text(), key.place());
            }
        }
        return new Value.Keyed(entries, places, place);
    }

    private boolean fit(Value key, Map<String, Place> places) {
        if (!(key instanceof Value.Scalar scalar)) {
            String found = key instanceof Value.Nothing ? "an empty key" : "a key that is " + key.described();
            problems.add(key.place(), found, "a word as the key");
            return false;
        }
        Place first = places.get(scalar.text());
        if (first != null) {
            String found = "the key " + scalar.described() + " stands here again, first at " + first;
            problems.add(key.place(), found, "each key once");
        }
        return first == null;
    }

    private Place place(Event event) {
        return place(event.getStartMark());
    }

    private Place place(Optional<Mark> mark) {
        return place(mark, new Place(name, 1, 1));
    }

    private Place place(Optional<Mark> mark, Place otherwise) {
        return mark.map(at -> new Place(name, at.getLine() + 1, at.getColumn() + 1))
                .orElse(otherwise);
    }

    /** Ends the reading of a file that is nested too deep. */
    private static final class TooDeepException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Place place;

        TooDeepException(Place place) {
            super("nested too deep at " + place);
            this.place = place;
        }
    }
}
