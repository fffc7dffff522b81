package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/** Opens the links of a test class and injects the faults that annotations ask for. What acts is kept in JUnit's stores. */
public final class FaultsExtension
        implements ExecutionCondition,
                BeforeAllCallback,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FaultsExtension.class);

    /** What is made for each test that takes it as a parameter. */
    private static final Set<Class<?>> OF_A_TEST = Set.of(Chaos.class, RecoveryTimeline.class, Ledger.class);

    private final Map<Object, List<FaultAnnotations.Wanted>> found = new ConcurrentHashMap<>();
    private final Map<Class<?>, List<Field>> fields = new ConcurrentHashMap<>();

    /** For JUnit, which makes the extension itself. */
    public FaultsExtension() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .filter(method -> injects(context))
                .map(method -> Runs.condition(context))
                .orElseGet(() -> ConditionEvaluationResult.enabled(""));
    }

    private boolean injects(ExtensionContext context) {
        return !wanted(context).isEmpty()
                || List.of(context.getRequiredTestMethod().getParameterTypes()).contains(Chaos.class);
    }

    /** Found once for all invocations of a method. */
    private List<FaultAnnotations.Wanted> wanted(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        Method method = context.getRequiredTestMethod();
        return found.computeIfAbsent(List.of(type, method), none -> FaultAnnotations.of(type, method));
    }

    private static ExtensionContext ofClass(ExtensionContext context) {
        ExtensionContext at = context;
        while (at.getTestMethod().isPresent()) {
            at = at.getParent().orElseThrow();
        }
        return at;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Unrun.refuse(context.getRequiredTestClass());
        List<Lab> labs = AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestClass(), Lab.class);
        for (Lab lab : labs) {
            session(context).start(lab);
        }
        for (TargetFields.Declared target : TargetFields.of(context.getRequiredTestClass())) {
            session(context).refer(target, false);
        }
        for (LinkFields.Declared link : LinkFields.of(context.getRequiredTestClass())) {
            session(context).open(link);
        }
    }

    /** That of an enclosing class, when there is one; else it is opened now. */
    private static ClassSession session(ExtensionContext context) {
        LeakWatch.begin(context);
        return ofClass(context)
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        ClassSession.class, none -> ClassSession.open(Runs.out(context)), ClassSession.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        refer(context);
        inject(context, During.TEST);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        // It may have moved since, as an application that Spring starts anew for this test.
        refer(context);
        inject(context, During.BODY);
    }

    /** Asks the fields of a test that tell targets. */
    private void refer(ExtensionContext context) throws Exception {
        boolean shared = context.getExecutionMode() == ExecutionMode.CONCURRENT;
        for (Object test : context.getRequiredTestInstances().getAllInstances()) {
            for (Field field : fields.computeIfAbsent(test.getClass(), TargetFields::ofTests)) {
                session(context).refer(TargetFields.read(field, test), shared);
            }
        }
    }

    private void inject(ExtensionContext context, During during) throws Exception {
        List<FaultAnnotations.Wanted> now =
                wanted(context).stream().filter(each -> each.during() == during).toList();
        if (now.isEmpty()) {
            return;
        }
        refuseUnlockedParallel(context);
        ClassSession session = session(context);
        session.check(Mistake.place(context.getRequiredTestMethod()), wanted(context));
        new TestRun(context)
                .abortWhenDry(now.stream().map(FaultAnnotations.Wanted::shown).collect(Collectors.joining(", ")));
        List<ActingFault> faults = session.inject(now);
        faults.forEach(faults(context)::add);
        context.getStore(NAMESPACE).put(during, new ActingFaults(faults));
        for (int i = 0; i < faults.size(); i++) {
            context.publishReportEntry(
                    "aftershock", now.get(i).shown() + ": " + faults.get(i).evidence());
        }
    }

    private static void refuseUnlockedParallel(ExtensionContext context) {
        boolean locked = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), ChaosTest.class)
                .isPresent();
        if (context.getExecutionMode() == ExecutionMode.CONCURRENT && !locked) {
            throw InvalidInputException.of(
                    "tests of " + context.getRequiredTestClass().getSimpleName()
                            + " may run in parallel and share its links",
                    "@ChaosTest on the class, or @Execution(SAME_THREAD)");
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        heal(context, During.BODY);
        healAll(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            heal(context, During.TEST);
            // When what runs before the test failed, its end was never told.
            healAll(context);
        } finally {
            Optional.ofNullable(context.getStore(NAMESPACE).get(RecoveryTimeline.class, RecoveryTimeline.class))
                    .ifPresent(
                            timeline -> timeline.end().forEach(line -> context.publishReportEntry("aftershock", line)));
            Optional.ofNullable(context.getStore(NAMESPACE).get(Ledger.class, Ledger.class))
                    .ifPresent(Ledger::close);
        }
    }

    /** What the test has injected so far. */
    private static TestFaults faults(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestFaults.class, none -> new TestFaults(), TestFaults.class);
    }

    private static void healAll(ExtensionContext context) {
        Optional.ofNullable(context.getStore(NAMESPACE).get(Chaos.class, Chaos.class))
                .ifPresent(Chaos::healAll);
    }

    private void heal(ExtensionContext context, During during) {
        if (wanted(context).isEmpty()) {
            return;
        }
        ActingFaults acting = context.getStore(NAMESPACE).remove(during, ActingFaults.class);
        if (acting != null) {
            acting.heal();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Targets.class
                || type == Link.class
                || OF_A_TEST.contains(type) && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Targets.class) {
            return session(context).targets();
        }
        if (type == Link.class) {
            return session(context).link(parameter.getParameter());
        }
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(type, none -> make(type, context));
    }

    private static Object make(Class<?> type, ExtensionContext context) {
        TestFaults faults = faults(context);
        if (type == RecoveryTimeline.class) {
            return session(context).timeline(faults);
        }
        if (type == Ledger.class) {
            return session(context).ledger(faults);
        }
        refuseUnlockedParallel(context);
        return session(context).chaos(faults, new TestRun(context));
    }
}
