package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A contract whose tests share one platform, and leave it as they have found it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SharedPlatformContract extends FfmContract {
    /** Gives the platform its partitions. */
    abstract void add(TestFfm to);

    @BeforeAll
    void boot(@TempDir Path folder) throws Exception {
        ffm = platform(folder);
        add(ffm);
        platform = ffm.boot();
        TestFfm.assertServes(platform, backend());
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(platform.partitions()).noneMatch(p -> p.state().equals("ended"));
        assertThat(platform.status().problems()).isEmpty();
    }

    @AfterAll
    void takeBack() {
        ffm.close();
    }
}
