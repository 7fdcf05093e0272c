package io.leat.core.job;

import java.util.ArrayList;
import java.util.List;

/** Job files for tests, and what reading them tells. */
final class JobFiles {
    static final String VALID = """
            name: clicks
            parameters:
              - {name: day, default: 2026-01-01}
            tasks:
              - task_key: ingest
                ingest_task:
                  source: {format: csv, path: data/, options: {header: true}}
                  target: bronze.clicks
              - task_key: match
                depends_on: [{task_key: ingest}]
                match_task:
                  inputs:
                    - {table: bronze.clicks, as: c, where: "c.day = '{{job.parameters.day}}'"}
                    - table: bronze.orders
                      as: o
                      on: c.id = o.id
                      within: {time: o.ts, of: c.ts, after: 30 minutes}
                  select: {id: c.id, n: count(*)}
                  group_by: [c.id]
                  target: silver.matched
              - task_key: features
                depends_on: [{task_key: match}]
                features_task:
                  spine: {table: silver.matched, keys: [id], timestamp: ts}
                  sources:
                    - table: silver.matched
                      timestamp: ts
                      features:
                        - {name: last, as_of: amount, max_age: 7 days}
                        - {name: n30, aggregate: count, over: 30 days}
                  target: gold.features
              - task_key: persist
                depends_on: [{task_key: features}]
                max_retries: 2
                persist_task:
                  input: gold.features
                  target: gold.kept
                  mode: merge
                  keys: [id]
              - task_key: train
                depends_on: [{task_key: persist}]
                train_task:
                  input: gold.kept
                  label: bought
                  features: [last, n30]
                  algorithm: logistic_regression
                  require: [{metric: auc, at_least: 0.6}]
                  model: buyers
            """;

    private JobFiles() {}

    /** Problems and, after {@code warning:}, warnings, as the command line shows them. */
    static List<String> told(String text) {
        JobFile file = JobFile.read(text, "job.yaml");
        List<String> told = new ArrayList<>();
        file.problems().forEach(problem -> told.add(problem.format("job.yaml")));
        file.warnings().forEach(warning -> told.add("warning: " + warning.format("job.yaml")));
        return told;
    }

    /** A job of one persist task, its body extended by {@code more}, which starts on line 6. */
    static List<String> toldOfPersist(String more) {
        return told("""
                tasks:
                  - task_key: p
                    persist_task:
                      input: silver.a
                      target: gold.b
                """ + more.indent(6));
    }

    /** A job of one good task, the job extended by {@code more}, which starts on line 4. */
    static List<String> toldOfJob(String more) {
        return told("""
                tasks:
                  - task_key: p
                    persist_task: {input: silver.a, target: gold.b}
                """ + more);
    }

    /** A job of one good task, the task extended by {@code more}, which starts on line 4. */
    static List<String> toldOfTask(String more) {
        return toldOfJob(more.indent(4));
    }
}
