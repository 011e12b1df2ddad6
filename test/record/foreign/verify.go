// Verifies what Sluice publishes by libraries that it does not know: golang.org/x/mod/sumdb (note, tlog) and those of
// transparency-dev (formats, merkle, tessera). Exit code 0: it holds; 1: it does not, and stderr says why.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/formats/witness"
	mproof "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Each reads JSON of its own from standard input.
var verbs = map[string]func([]byte) error{
	"checkpoint":  checkpoint,
	"quorum":      quorum,
	"inclusion":   inclusion,
	"consistency": consistency,
	"proof":       tlogProof,
	"fsck":        checkFiles,
}

func main() {
	verb, ok := verbs[os.Args[1]]
	if !ok {
		fail(fmt.Errorf("unknown verb %q", os.Args[1]))
	}
	input, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = verb(input)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A note signed by the log, and by each of the cosigners.
func checkpoint(input []byte) error {
	var in struct {
		Log       string
		Cosigners []string
		Note      string
	}
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	main, err := note.NewVerifier(in.Log)
	if err != nil {
		return err
	}
	verifiers := []note.Verifier{main}
	for _, vkey := range in.Cosigners {
		v, err := fnote.NewVerifierForCosignatureV1(vkey)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, v)
	}
	opened, err := note.Open([]byte(in.Note), note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != len(verifiers) {
		return fmt.Errorf("%d of %d signatures verify", len(opened.Sigs), len(verifiers))
	}
	_, _, _, err = log.ParseCheckpoint([]byte(in.Note), main.Name(), main, verifiers[1:]...)
	return err
}

// A checkpoint cosigned as a policy file asks.
func quorum(input []byte) error {
	var in struct{ Policy, Note string }
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	group, err := witness.ParsePolicy([]byte(in.Policy))
	if err != nil {
		return err
	}
	if !group.Satisfied([]byte(in.Note)) {
		return errors.New("the quorum is not satisfied")
	}
	return nil
}

type hashes []tlog.Hash

func inclusion(input []byte) error {
	var in struct {
		Leaf, Root  tlog.Hash
		Index, Size int64
		Proof       hashes
	}
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	err := tlog.CheckRecord(tlog.RecordProof(in.Proof), in.Size, in.Root, in.Index, in.Leaf)
	return errors.Join(err, mproof.VerifyInclusion(rfc6962.DefaultHasher, uint64(in.Index), uint64(in.Size), in.Leaf[:], bytesOf(in.Proof), in.Root[:]))
}

func consistency(input []byte) error {
	var in struct {
		First, Second         int64
		FirstRoot, SecondRoot tlog.Hash
		Proof                 hashes
	}
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	err := tlog.CheckTree(tlog.TreeProof(in.Proof), in.Second, in.SecondRoot, in.First, in.FirstRoot)
	return errors.Join(err, mproof.VerifyConsistency(rfc6962.DefaultHasher, uint64(in.First), uint64(in.Second), bytesOf(in.Proof), in.FirstRoot[:], in.SecondRoot[:]))
}

// A file release.tlog-proof, for the entry whose bytes are given.
func tlogProof(input []byte) error {
	var in struct{ Log, Proof, Entry string }
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	var p proof.TLogProof
	if err := p.Unmarshal([]byte(in.Proof)); err != nil {
		return err
	}
	verifier, err := note.NewVerifier(in.Log)
	if err != nil {
		return err
	}
	cp, _, _, err := log.ParseCheckpoint(p.Checkpoint, verifier.Name(), verifier)
	if err != nil {
		return err
	}
	path := make([][]byte, len(p.Hashes))
	for i := range p.Hashes {
		path[i] = p.Hashes[i][:]
	}
	leaf := rfc6962.DefaultHasher.HashLeaf([]byte(in.Entry))
	return mproof.VerifyInclusion(rfc6962.DefaultHasher, p.Index, cp.Size, leaf, path, cp.Hash)
}

// A folder of tiles. On a broken bundle the library waits for ever, hence the deadline and the exit.
func checkFiles(input []byte) error {
	var in struct{ Log, Folder string }
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	verifier, err := note.NewVerifier(in.Log)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		check := fsck.New(verifier.Name(), verifier, &client.FileFetcher{Root: in.Folder}, leavesOf, fsck.Opts{N: 2})
		done <- check.Check(context.Background())
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(10 * time.Second):
		return errors.New("fsck did not end in time")
	}
}

func leavesOf(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	leaves := make([][]byte, len(entries.Entries))
	for i, entry := range entries.Entries {
		leaves[i] = rfc6962.DefaultHasher.HashLeaf(entry)
	}
	return leaves, nil
}

func bytesOf(hs hashes) [][]byte {
	all := make([][]byte, len(hs))
	for i := range hs {
		all[i] = hs[i][:]
	}
	return all
}
