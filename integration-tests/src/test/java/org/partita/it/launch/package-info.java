/** The launcher as a person starts it: a process of its own, with what this checkout has built. */
package org.partita.it.launch;
