package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes a run as one Allure test case, with the files of earlier reporters attached.
 *
 * <p>Within a test that Allure's own library runs, the run is added to that test's case, and no other is written. Else the
 * results go to {@code allure-results} in the run's folder, or to the folder that the system property {@value #FOLDER_PROPERTY}
 * names, where they join the results of others. Reporting a run again replaces its files. Stateless and thread-safe.
 */
public final class AllureReporter implements Reporter {

    /** Where Allure's own adapters look for the results folder, too. */
    public static final String FOLDER_PROPERTY = "allure.results.directory";

    private static final int ORDER = 100;

    /** Made by {@link java.util.ServiceLoader}. */
    public AllureReporter() {}

    @Override
    public String kind() {
        return "allure";
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public List<Artifact> report(RunResult result, List<Artifact> before) throws IOException {
        Optional<RunningCase> running = RunningCase.find();
        if (running.isPresent()) {
            join(running.get(), result, before);
            return List.of();
        }
        RunFacts run = RunFacts.of(result);
        ResultsFolder folder = ResultsFolder.ofRun(result.directory());
        new SharedFiles(folder, System.getenv()).write(run.header());
        String uuid = run.identity().uuid();
        ObjectNode ours = write(run, new Attachments(folder, run.identity(), result.directory()), before);
        beside(run, uuid, folder);
        String name = uuid + "-result.json";
        folder.write(name, ResultsFolder.text(ours));
        return List.of(new Artifact("Allure result", "application/json", folder.path(name)));
    }

    /** The case comes last: whoever reads while we write finds all that it refers to. */
    private static void join(RunningCase running, RunResult result, List<Artifact> before) throws IOException {
        RunFacts run = RunFacts.of(result);
        new SharedFiles(ResultsFolder.ofLibrary(), System.getenv()).write(run.header());
        ObjectNode ours = write(run, new Attachments(running, run.identity(), result.directory()), before);
        beside(run, running.uuid(), running);
        running.add(ours);
    }

    private static ObjectNode write(RunFacts run, Attachments attachments, List<Artifact> before) throws IOException {
        for (Artifact artifact : before) {
            attachments.add(artifact);
        }
        attachments.addText("Events", "text/csv", Evidence.events(run.events()));
        attachments.addText("Fault evidence", "text/plain", Evidence.faults(run.events()));
        attachments.addText("System log", "text/plain", Evidence.system(run.events()));
        return new CaseJson(run).write(attachments.attached(), attachments.notes());
    }

    /** What belongs to a case and has a file of its own. */
    private static void beside(RunFacts run, String caseUuid, Results results) throws IOException {
        String id = run.identity().uuid();
        results.write(id + "-perf.json", ResultsFolder.text(metrics(run)));
        results.write(id + "-container.json", ResultsFolder.text(new ContainerJson(run).write(caseUuid)));
    }

    private static ArrayNode metrics(RunFacts run) {
        ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
        new Measured(run.header(), run.assessment()).metrics().forEach((key, value) -> metrics.addObject()
                .put("id", run.identity().fullName())
                .put("key", key)
                .put("value", value)
                .put("start", run.start())
                .put("stop", run.stop()));
        return metrics;
    }
}
