package dev.aftershock.cli;

import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Quantities;
import dev.aftershock.probes.Calibration;
import dev.aftershock.probes.Survey;
import dev.aftershock.probes.SurveyPlan;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures known outages at several spacings and shows the instrument's own error on this machine, now.",
            "Takes about 17 seconds. Ends with 0 when some spacing can be relied on, else with 3."
        })
final class CalibrateCommand implements Callable<Integer> {

    private static final int MILLI_DIGITS = 6;
    private static final int SECOND_DIGITS = 9;

    @Option(names = "--json", description = "Print JSON; durations in seconds.")
    boolean json;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println("  every  outages  in bracket  error p50     p95     max    bias  sent late p99  max gap");
        }
        SurveyPlan plan = SurveyPlan.usual(new SecureRandom().nextLong() >>> 1);
        Survey survey = Calibration.survey(plan, MonotonicClock.startingNow(), row -> {
            if (!json) {
                out.println(line(row));
                out.flush();
            }
        });
        out.println(json ? json(survey) : conclusion(survey));
        return survey.attainable().isPresent() ? 0 : Verdict.INVALID.exitCode();
    }

    private static String line(Survey.Row row) {
        return String.format(
                        Locale.ROOT,
                        "%7s  %7d  %10d  %9s %7s %7s %7s  %13s  %7s  %s",
                        Quantities.format(row.every()),
                        row.outages(),
                        row.inside(),
                        millis(row.p50()),
                        millis(row.p95()),
                        millis(row.max()),
                        millis(row.bias()),
                        millis(row.lateness()),
                        millis(row.maxGap()),
                        row.shortcoming().map(why -> "not attainable: " + why).orElse(""))
                .stripTrailing();
    }

    private static String conclusion(Survey survey) {
        return survey.attainable()
                .map(every -> "milliseconds; the finest spacing to rely on here and now: " + Quantities.format(every))
                .orElse("milliseconds; no spacing can be relied on here and now: this machine is too busy to measure");
    }

    private static String millis(long nanos) {
        return nanos == Long.MAX_VALUE
                ? "unseen"
                : String.format(Locale.ROOT, "%.2f", BigDecimal.valueOf(nanos, MILLI_DIGITS));
    }

    private static String json(Survey survey) {
        String rows = survey.rows().stream().map(CalibrateCommand::json).collect(Collectors.joining(",\n  "));
        String attainable =
                survey.attainable().map(every -> seconds(every.toNanos())).orElse("null");
        return "{\"attainable\":" + attainable + ",\"rows\":[\n  " + rows + "\n]}";
    }

    private static String json(Survey.Row row) {
        return "{\"every\":" + seconds(row.every().toNanos())
                + ",\"planned\":" + row.planned()
                + ",\"outages\":" + row.outages()
                + ",\"in-bracket\":" + row.inside()
                + ",\"error\":{\"p50\":" + seconds(row.p50())
                + ",\"p95\":" + seconds(row.p95())
                + ",\"max\":" + seconds(row.max())
                + "},\"bias\":" + seconds(row.bias())
                + ",\"sent-late-p99\":" + seconds(row.lateness())
                + ",\"max-gap\":" + seconds(row.maxGap())
                + ",\"attainable\":" + row.shortcoming().isEmpty()
                + row.shortcoming()
                        .map(why -> ",\"shortcoming\":\"" + why + "\"")
                        .orElse("") + "}";
    }

    private static String seconds(long nanos) {
        return nanos == Long.MAX_VALUE
                ? "null"
                : BigDecimal.valueOf(nanos, SECOND_DIGITS).toPlainString();
    }
}
