package io.leat.core.job;

/** Whom a definition comes from, and so how much of it must be right. */
enum Reading {
    /** A person's file, to be run by this version: all that it would not carry out is told. */
    FILE,
    /** A program's request: what is not carried out is stored all the same, as Databricks would. */
    API,
    /** A program's request for one run of one task, whose key is the run's name, whatever that holds. */
    SINGLE_TASK;

    boolean isFile() {
        return this == FILE;
    }
}
