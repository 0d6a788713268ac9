{{ compile_patterns(
    "churn_rules",
    churn_rules(),
    ref("int_customer_features"),
    column="rule",
    among=["is_on_net"]
) }}
