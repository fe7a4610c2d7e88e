/** Memory management against a model of it that was written from the specification alone. */
package org.partita.it.memory.model;
