package clouds

import (
	"context"

	"keepsake/app/settings"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/oauth"
	"keepsake/gallery/cloud/remote"
)

// Service is a sort of cloud that can be added.
type Service struct {
	Kind   string
	Title  string
	Fields []Field
	Root   string // what the folder is: "folder", "bucket/folder"; empty: it has none
	Files  bool   // it can hold a whole library, encrypted if wished
	Help   string // how to come by what it asks for; empty: that is plain
	SignIn bool   // the owner signs in on a page in the browser

	client func(settings.Cloud, Secrets) oauth.Client // of SignIn

	open func(context.Context, settings.Cloud, Secrets, func(name, value string)) (cloud.Target, error)
}

// Field is one thing to know of it.
type Field struct {
	Name, Title, Example string
	Secret, Optional     bool
}

// Services are all that can be added.
func Services() []Service {
	all := photoServices()
	for _, k := range remote.Kinds() {
		s := Service{Kind: k.Name, Title: k.Title, Root: k.Root, Files: true}
		for _, f := range k.Asked() {
			s.Fields = append(s.Fields, Field{Name: f.Name, Title: f.Title, Example: f.Example, Secret: f.Secret, Optional: f.Optional})
		}
		if k.Name == "drive" {
			s.Fields, s.Help, s.SignIn, s.client = googleFields(), googleHelp, true, driveClient
		}
		all = append(all, s)
	}
	return all
}

// ServiceOf finds one by its kind.
func ServiceOf(kind string) (Service, bool) {
	for _, s := range Services() {
		if s.Kind == kind {
			return s, true
		}
	}
	return Service{}, false
}

// isSecret reports whether a field of a kind is one. What is not known is.
func isSecret(kind, name string) bool {
	s, _ := ServiceOf(kind)
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Secret
		}
	}
	return name != "host_keys"
}

// photoServices are those that hold pictures, not files.
func photoServices() []Service {
	return []Service{{
		Kind: "immich", Title: "Immich",
		Fields: []Field{{Name: "url", Title: "Address", Example: "https://photos.example"}, {Name: "api_key", Title: "API key", Secret: true}},
		open:   openImmich,
		Help:   "In Immich: account settings, API keys, New API key.",
	}, {
		Kind: "gphotos", Title: "Google Photos", Fields: googleFields(), Help: googleHelp, SignIn: true, client: photosClient,
		open: openPhotos,
	}}
}
