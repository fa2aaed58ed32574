// Package adb talks to a phone through the adb server: who is connected, shell
// commands, and files.
//
// Begin with NewServer and (*Server).Watch; then (*Server).Device gives a Device
// whose Shell runs a command and whose Sync opens a Session for files.
//
// It speaks the server's protocol itself, because what a backup needs (a context
// in every wait, 64-bit sizes, exit codes, many files in flight on one
// connection) gadb does not offer; gadb serves the three host calls Version,
// Connect and Disconnect. Answers and Reach ask the first two for somebody who
// has to know why not.
//
// Everything read from a phone or a server is taken as hostile: no length on the
// wire allocates before it was checked, and no end of a connection is taken for
// the end of the data.
package adb
