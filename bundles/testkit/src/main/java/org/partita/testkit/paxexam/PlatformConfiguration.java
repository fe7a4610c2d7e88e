package org.partita.testkit.paxexam;

import org.ops4j.pax.exam.Option;

/**
 * What is in a test container: its bundles and its properties. A test names it with {@link PlatformTest}; it has a
 * constructor without parameters. Classes that name the same configuration share one container.
 */
public interface PlatformConfiguration {
    /**
     * Gives the options of the container; the testkit, JUnit and AssertJ are there without being asked for.
     *
     * @return Pax Exam's options, in the order in which the bundles are to be installed and started
     */
    Option[] options();
}
