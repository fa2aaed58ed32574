// Package probe asks one phone every question that only a real phone can answer
// (how fast is its storage, may its shell read the call log, what do its backups
// look like) and writes down what it found, without anything that tells whose
// phone it is. Any owner can send such a report on.
//
// Begin with Run; Report.WriteFile keeps the answers, Report.Text sums them up.
//
// Nothing is ever changed on the phone: commands are built from words whose
// beginning must be on a list of questions (command.go), files are only listed,
// asked about and read. What could only be found out by writing is in the report
// too, as NotProbed with the reason, so that the list of questions is whole.
//
// Nothing personal gets out, because everything passes one gate on its way into
// the report (clean.go): numbers lose all but three digits, and the only words
// are those of this package (words.go). What a phone says is never quoted.
//
// To add a probe: put a struct into the list of its topic (connection.go,
// storage.go, users.go, rights.go, providers.go, contacts.go, backup.go,
// media.go, picture.go; outofreach.go for what cannot be asked), with an id, the
// question, the topic it settles, the keys of the facts it may tell, and a
// function that asks. The function returns a result, or an error where the phone
// refused, which becomes the verdict. A new word or note goes into words.go, a
// new command onto the list in command.go. TestDemoPhone then shows what it
// answers, and its golden file wants the new line.
package probe
