package dev.aftershock.junit;

import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.CampaignRunner;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** The last invocation of a campaign's test: it passes or fails with the campaign, and runs the body when that passed. */
record RulingInvocation(CampaignRunner.Result result)
        implements TestTemplateInvocationContext, BeforeEachCallback, ParameterResolver {

    @Override
    public String getDisplayName(int invocation) {
        return "ruling: " + Verdicts.line(result.campaign().outcome());
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        context.publishReportEntry(
                "aftershock",
                Verdicts.line(result.campaign().outcome()) + "\n"
                        + String.join("\n", result.campaign().rows()) + "\n  record: " + result.directory());
        Verdicts.check(result);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Campaign.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return result.campaign();
    }
}
