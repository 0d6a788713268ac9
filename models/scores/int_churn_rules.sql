{{ compile_patterns(
    churn_rules(),
    ref("int_customer_features"),
    among=["is_on_net"]
) }}
