"""The audit on Apache Spark: Spark moves and sorts, the same reading and the same kernel run in its Python workers.

``run.audit_frame`` works on an existing session; ``job`` is what ``spark-submit`` starts. Needs ``[audit]``, pyspark.
"""
