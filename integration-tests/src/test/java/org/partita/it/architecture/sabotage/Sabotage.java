package org.partita.it.architecture.sabotage;

import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.partita.testkit.paxexam.BundleLocations;

/** One method for each thing that must not be done; the name of the method is what the rule has to find. */
final class Sabotage {
    private static final ThreadLocal<String> KEPT = new ThreadLocal<>();

    String dependsOnAnotherBundle() {
        return BundleLocations.of("org.partita.api");
    }

    void parks() {
        LockSupport.park();
    }

    boolean locks() {
        return new ReentrantLock().tryLock();
    }

    Thread startsThreads() {
        return Thread.ofVirtual().unstarted(this::parks);
    }

    synchronized void waits() throws InterruptedException {
        while (readsTheClock() > 0) {
            wait(1);
        }
    }

    long readsTheClock() {
        return System.nanoTime();
    }

    long readsTheCalendar() {
        return System.currentTimeMillis();
    }

    double rollsDice() {
        return Math.random();
    }

    int rollsUnseededDice() {
        return new Random().nextInt();
    }

    int rollsDiceOfTheThread() {
        return ThreadLocalRandom.current().nextInt();
    }

    UUID inventsNames() {
        return UUID.randomUUID();
    }

    String keepsInThread() {
        return KEPT.get();
    }

    int mayRollSeededDice() {
        return new Random(1).nextInt();
    }
}
