package org.partita.api.admin;

/**
 * Counts of what core holds.
 *
 * @param contexts execution contexts
 * @param busyContexts contexts that are busy or preempted
 * @param pins passes under way
 * @param clients contexts held by clients
 * @param providers bound providers
 * @param loaders class loaders of providers that are still alive
 * @param threads platform threads and carriers that core started
 * @param abandonedThreads threads of partitions that would not stop
 * @param arenas open arenas
 */
public record Resources(
        int contexts,
        int busyContexts,
        int pins,
        int clients,
        int providers,
        int loaders,
        int threads,
        int abandonedThreads,
        int arenas) {}
