package dev.tocsin.capture;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.ArrayList;
import java.util.List;

/** Refuses names of issues that cannot be filled, when the application is deployed. */
public class CaptureExtension implements Extension {

    private final List<String> faults = new ArrayList<>();

    <T> void type(@Observes @WithAnnotations(OpensIssue.class) ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (type.getJavaClass() == OpensIssueInterceptor.class) {
            return;
        }
        check(type, type.getJavaClass().getName());
        for (AnnotatedMethod<?> method : type.getMethods()) {
            check(
                    method,
                    type.getJavaClass().getName() + "." + method.getJavaMember().getName());
        }
    }

    private void check(Annotated place, String name) {
        OpensIssue wanted = place.getAnnotation(OpensIssue.class);
        if (wanted != null) {
            try {
                IssueTemplate.check(wanted.value());
            } catch (IllegalArgumentException e) {
                faults.add("@OpensIssue on " + name + " " + e.getMessage());
            }
        }
    }

    void validate(@Observes AfterDeploymentValidation event) {
        for (String fault : faults) {
            dev.tocsin.platform.StartUp.failed(fault);
            event.addDeploymentProblem(new IllegalStateException(fault));
        }
    }
}
