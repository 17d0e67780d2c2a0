// The tests of package zoo compare it with five kinds of truth:
//
//   - oracle: testdata/oracle, what published code has in PyTorch, tensor by
//     tensor (TestOracle). Never edited to agree with us.
//   - claims: testdata/classic.txt, which settings of the classic U-Net give
//     published networks, or why none do (TestGolden).
//   - measured: what published code makes of settings at the edges, as tables in
//     the test of each repository (measured).
//   - facts: numbers worked out by hand or printed in papers (TestFacts).
//   - proof: generated PyTorch and Keras files, run and compared (TestProof…),
//     also by the values that they compute.
//
// Everything else in the tests is a property that holds for all architectures.
package zoo_test
