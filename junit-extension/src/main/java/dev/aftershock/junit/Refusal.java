package dev.aftershock.junit;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** The one invocation of a test whose experiment cannot be run, or is only planned: it ends before the body with the reason. */
record Refusal(String name, Callable<?> end) implements TestTemplateInvocationContext, BeforeEachCallback {

    @Override
    public String getDisplayName(int invocation) {
        return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        end.call();
    }
}
