package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns YAML or JSON text into values with places. Strict and bounded: at most 256 KiB and 20 levels, one document, no
 * tags, no anchors or aliases, no key twice. Used once.
 */
final class YamlValues {

    static final int MOST_BYTES = 256 * 1024;
    static final int MOST_LEVELS = 20;

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
        if (text.length() > MOST_BYTES) {
            problems.add(start, "the file holds " + text.length() + " characters", "at most 256 KiB");
            return Optional.empty();
        }
        try {
            return document(text, start);
        } catch (TooDeepException e) {
            problems.add(e.place, "values nested more than " + MOST_LEVELS + " levels deep", "a flatter file");
        } catch (MarkedYamlEngineException e) {
            problems.add(place(e.getProblemMark(), start), "not YAML: " + e.getProblem(), "");
        } catch (YamlEngineException e) {
            problems.add(start, "not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "), "");
        }
        return Optional.empty();
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
            problems.add(start, "the file is empty", "an experiment");
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
        problems.add(root.place(), "the file holds " + root.described(), "an experiment, a mapping");
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
            default -> new Value.Scalar("", place);
        };
    }

    private void refuseIndirection(Event event, Place place) {
        if (event instanceof AliasEvent) {
            problems.add(place, "an alias", "the value itself; aliases are not followed");
            return;
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.add(place, "the anchor '&" + node.getAnchor().get().getValue() + "'", "no anchors");
        }
        Optional<String> tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
        tag.ifPresent(given -> problems.add(place, "the tag '" + given + "'", "no tags"));
    }

    private static Value scalar(ScalarEvent event, Place place) {
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        boolean nothing =
                plain && (event.getValue().equals("null") || event.getValue().equals("~"));
        return new Value.Scalar(nothing ? "" : event.getValue(), place);
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
            if (!(key instanceof Value.Scalar scalar)) {
                problems.add(key.place(), "a key that is " + key.described(), "a word");
            } else if (places.containsKey(scalar.text())) {
                problems.add(
                        key.place(),
                        "the key '" + scalar.text() + "' stands here again, first at " + places.get(scalar.text()),
                        "each key once");
            } else {
                entries.put(scalar.text(), value);
                places.put(scalar.text(), key.place());
            }
        }
        return new Value.Keyed(entries, places, place);
    }

    private Place place(Event event) {
        return place(event.getStartMark(), new Place(name, 1, 1));
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
