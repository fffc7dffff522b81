package dev.aftershock.cli;

import dev.aftershock.engine.Registry;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.probes.Pace;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Prints every kind of system, target, probe and fault, with its settings.")
final class ListCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Registry registry = Registry.onClassPath();
        PrintWriter out = spec.commandLine().getOut();
        print(
                out,
                "lab",
                registry.targets().values().stream()
                        .filter(target -> target.startsSystem())
                        .toList());
        print(
                out,
                "targets",
                registry.targets().values().stream()
                        .filter(target -> !target.startsSystem())
                        .toList());
        print(out, "probes", registry.probes().values());
        out.println("  every probe also takes");
        SettingInfo.of(Pace.class).forEach(setting -> print(out, setting));
        print(out, "faults", registry.faults().values());
        return 0;
    }

    private static void print(PrintWriter out, String title, Collection<? extends Part<?>> parts) {
        out.println(title);
        for (Part<?> part : parts) {
            out.println("  " + part.kind() + ": " + part.summary());
            List<SettingInfo> settings = SettingInfo.of(part.settings());
            settings.forEach(setting -> print(out, setting));
        }
    }

    private static void print(PrintWriter out, SettingInfo setting) {
        String kind = setting.required()
                ? " (required)"
                : setting.byDefault()
                        .map(value -> value.isEmpty() ? "" : " (default " + value + ")")
                        .orElse("");
        out.println("      " + setting.key() + kind + ": " + setting.doc());
    }
}
