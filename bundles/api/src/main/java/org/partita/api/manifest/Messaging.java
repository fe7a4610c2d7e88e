package org.partita.api.manifest;

/**
 * Messaging methods and managed exit of a partition (FF-A Table 3.1; 4.4.1, 4.5.4).
 *
 * @param receivesDirect supports receipt of direct requests
 * @param sendsDirect can send direct requests
 * @param indirect can send and receive indirect messages
 * @param managedExit asks for a managed exit when a Non-secure interrupt preempts it
 */
public record Messaging(boolean receivesDirect, boolean sendsDirect, boolean indirect, boolean managedExit) {}
