// Package device is a phone: found, watched, named, and its pictures, videos and
// recordings listed, read and hashed.
//
// Begin with NewHub and (*Hub).Run, which watch an adb server and keep what is
// known of every phone on it; (*Hub).Phone then gives a Phone whose Media lists
// the gallery and whose Pull reads it. A command line that wants one phone and
// no watching begins with Find instead.
//
// What comes from a phone is taken as hostile: names, sizes, properties and rows
// are bounded and checked before anything relies on them, and one bad file never
// ends the work on the others.
package device
