"""The audit in one process and its workers: bucket by bucket, in bounded memory, going on where a run stopped.

``run`` orders the stages; ``work`` is what a worker does with one bucket; ``layout`` names the files between stages.
"""
