package dev.aftershock.parts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Binds written values to records of declared settings, reporting every problem with its place. Stateless. */
public final class Binder {

    private Binder() {}

    /**
     * Binds a mapping to one record.
     *
     * @param also keys that belong to somebody else and are no error here
     * @return the record, or nothing when problems were added
     */
    public static <S extends Record> Optional<S> bind(
            Class<S> settings, Value.Keyed written, Collection<String> also, Problems problems) {
        int before = problems.count();
        rejectUnknownKeys(SettingInfo.of(settings), written, also, problems);
        Optional<S> bound = bindKnown(settings, SettingInfo.of(settings), written, problems);
        return problems.count() > before ? Optional.empty() : bound;
    }

    /**
     * Binds a mapping to one record, some settings of which are written under another word.
     *
     * @param declared the record's settings in the order of its components, as they are written
     * @return the record, or nothing when problems were added
     */
    public static <S extends Record> Optional<S> bind(
            Class<S> settings, List<SettingInfo> declared, Value.Keyed written, Problems problems) {
        int before = problems.count();
        rejectUnknownKeys(declared, written, List.of(), problems);
        Optional<S> bound = bindKnown(settings, declared, written, problems);
        return problems.count() > before ? Optional.empty() : bound;
    }

    private static <S extends Record> Optional<S> bindKnown(
            Class<S> settings, List<SettingInfo> declared, Value.Keyed written, Problems problems) {
        int before = problems.count();
        List<Object> arguments = new ArrayList<>();
        for (SettingInfo setting : declared) {
            arguments.add(argument(setting, written, problems).orElse(null));
        }
        return problems.count() > before ? Optional.empty() : construct(settings, arguments, written, problems);
    }

    private static void rejectUnknownKeys(
            List<SettingInfo> declared, Value.Keyed written, Collection<String> also, Problems problems) {
        List<String> known =
                new ArrayList<>(declared.stream().map(SettingInfo::key).toList());
        known.addAll(also);
        for (String key : written.entries().keySet()) {
            if (!known.contains(key)) {
                problems.addUnknown(written.placeOf(key), "key", key, known);
            }
        }
    }

    private static Optional<Object> argument(SettingInfo setting, Value.Keyed written, Problems problems) {
        Value value = written.entries().get(setting.key());
        boolean optional = setting.component().getType() == Optional.class;
        if (value == null && setting.byDefault().isPresent()) {
            value = new Value.Scalar(setting.byDefault().get(), Place.CODE);
        }
        if (value == null) {
            if (setting.required()) {
                problems.add(written.place(), "the setting '" + setting.key() + "' is missing", lower(setting.doc()));
            }
            return optional ? Optional.of(Optional.empty()) : Optional.empty();
        }
        Optional<Object> converted = convert(setting, value, problems);
        return optional ? Optional.of(converted) : converted;
    }

    private static Optional<Object> convert(SettingInfo setting, Value value, Problems problems) {
        Type type = setting.component().getGenericType();
        Type wanted = setting.component().getType() == Optional.class ? argumentOf(type) : type;
        return convert(wanted, setting.key(), value, problems);
    }

    private static Optional<Object> convert(Type wanted, String key, Value value, Problems problems) {
        if (wanted instanceof ParameterizedType list && list.getRawType() == List.class) {
            return Optional.of(convertAll(argumentOf(list), key, value, problems));
        }
        Class<?> type = Scalars.unboxed((Class<?>) wanted);
        if (type.isRecord() && !Scalars.knows(type) && value instanceof Value.Keyed keyed) {
            return bind(type.asSubclass(Record.class), keyed, List.of(), problems)
                    .map(Object.class::cast);
        }
        if (!Scalars.knows(type) || !(value instanceof Value.Scalar scalar)) {
            problems.add(value.place(), "'" + key + "' is " + value.described(), Scalars.expected(type));
            return Optional.empty();
        }
        if (scalar.secret() && type != Secret.class) {
            problems.add(
                    scalar.place(),
                    "'" + key + "' is given as a secret",
                    "a plain value; its setting is shown in output");
            return Optional.empty();
        }
        Optional<Object> converted = Scalars.convert(type, scalar.text());
        if (converted.isEmpty()) {
            problems.add(scalar.place(), "'" + key + "' is " + scalar.described(), Scalars.expected(type));
        }
        return converted;
    }

    private static List<Object> convertAll(Type item, String key, Value value, Problems problems) {
        if (value instanceof Value.Scalar scalar && scalar.text().isEmpty()) {
            return List.of();
        }
        List<Value> values = value instanceof Value.Items items ? items.items() : List.of(value);
        return values.stream()
                .flatMap(each -> convert(item, key, each, problems).stream())
                .toList();
    }

    private static Type argumentOf(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static <S extends Record> Optional<S> construct(
            Class<S> settings, List<Object> arguments, Value.Keyed written, Problems problems) {
        Class<?>[] types = Arrays.stream(settings.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = settings.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                String why = String.valueOf(refused.getMessage());
                problems.add(placeOfRefusal(why, written), why, "");
                return Optional.empty();
            }
            throw new IllegalStateException("cannot make " + settings.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + settings.getName(), e);
        }
    }

    /** A refusal stands where the first setting that it names in quotes was written, or else with its mapping. */
    private static Place placeOfRefusal(String why, Value.Keyed written) {
        return written.entries().keySet().stream()
                .filter(key -> why.contains("'" + key + "'"))
                .min(Comparator.comparingInt(key -> why.indexOf("'" + key + "'")))
                .map(key -> written.entries().get(key).place())
                .orElse(written.place());
    }

    private static String lower(String sentence) {
        String trimmed = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return trimmed.isEmpty() ? trimmed : Character.toLowerCase(trimmed.charAt(0)) + trimmed.substring(1);
    }
}
