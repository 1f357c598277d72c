"""The communities found are as good as those of networkx, and each of many graphs is cut as if it stood alone."""

import networkx as nx
import numpy as np
from scipy.sparse import block_diag, csr_matrix

from cocreate.analysis.text.communities import louvain
from cocreate.analysis.text.neighbours import edges, nearest


def crowd(seed, groups=6, size=40, noise=0.25):
    draw = np.random.default_rng(seed)
    points = np.eye(groups, 20)[np.repeat(np.arange(groups), size)] + noise * draw.normal(size=(groups * size, 20))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return edges(nearest(points, 10), 10, np.ones(len(points), bool), 0.0)


def modularity(graph, labels):
    communities = [set(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist())]
    return nx.community.modularity(nx.from_scipy_sparse_array(graph), communities)


def test_the_modularity_is_that_of_networkx_or_better():
    for seed in range(4):
        graph = crowd(seed)
        own = louvain(graph, np.zeros(graph.shape[0], np.intp), resolution=1.0, seed=1)
        theirs = nx.community.louvain_communities(nx.from_scipy_sparse_array(graph), seed=1)
        best = nx.community.modularity(nx.from_scipy_sparse_array(graph), theirs)
        assert modularity(graph, own) > best - 0.005


def test_graphs_cut_together_share_no_community_and_lose_nothing():
    graphs = [crowd(seed, groups=3 + seed) for seed in range(3)]
    blocks = np.repeat(np.arange(3), [g.shape[0] for g in graphs])
    labels = louvain(block_diag(graphs, "csr"), blocks, resolution=1.0, seed=1)
    parts = [labels[blocks == number] for number in range(3)]
    assert not set(parts[0]) & set(parts[1]) and not set(parts[1]) & set(parts[2])
    for graph, part in zip(graphs, parts, strict=True):
        alone = louvain(graph, np.zeros(graph.shape[0], np.intp), resolution=1.0, seed=1)
        assert abs(modularity(graph, part) - modularity(graph, alone)) < 0.01


def test_nodes_without_edges_are_communities_of_their_own():
    empty = csr_matrix((5, 5))
    assert louvain(empty, np.zeros(5, np.intp), resolution=1.0, seed=0).tolist() == [0, 1, 2, 3, 4]


def test_neighbours_are_those_of_a_whole_sort():
    points = np.random.default_rng(3).normal(size=(200, 8)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    cosines = points @ points.T
    np.fill_diagonal(cosines, -2)
    found = nearest(points, 7)
    assert np.array_equal(found.index, np.argsort(-cosines, axis=1, kind="stable")[:, :7])
    assert np.allclose(found.similarity, np.take_along_axis(cosines, found.index, axis=1))
