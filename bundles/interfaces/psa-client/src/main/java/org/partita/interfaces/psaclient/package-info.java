/** The client API of FF-M: psa_framework_version, psa_version, psa_connect, psa_call, psa_close. */
@NullMarked
package org.partita.interfaces.psaclient;

import org.jspecify.annotations.NullMarked;
