package dev.aftershock.junit;

import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.Trial;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One trial of a campaign as an invocation of a test, without its body. One that does not pass is aborted: it rules nothing. */
final class TrialInvocation
        implements TestTemplateInvocationContext, BeforeEachCallback, InvocationInterceptor, ParameterResolver {

    private final CampaignInvocations campaign;
    private final String name;

    TrialInvocation(CampaignInvocations campaign, String name) {
        this.campaign = campaign;
        this.name = name;
    }

    @Override
    public String getDisplayName(int invocation) {
        return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Trial trial = campaign.advance();
        context.publishReportEntry("aftershock", name + ": " + trial.line());
        if (trial.verdict() != Verdict.PASS) {
            Assumptions.abort(trial.line() + "; what that means for the campaign, its ruling tells, which comes last");
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> body, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        body.skip();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Campaign.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return campaign.campaign();
    }
}
