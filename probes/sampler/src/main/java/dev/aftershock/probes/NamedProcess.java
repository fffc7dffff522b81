package dev.aftershock.probes;

/** A process that a target names. */
record NamedProcess(String name, LiveProcess target) implements ProcessProbe.Watched {

    @Override
    public Answer look() {
        return target.live()
                .filter(process -> !Zombies.has(process.pid()))
                .map(process -> Answer.OK)
                .orElseGet(() -> Answer.failed("the process of '" + name + "' is not alive"));
    }
}
